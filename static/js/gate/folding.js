// The same folding as app/lib/folding.py: small Latin letters and digits, words one space apart.
const APOSTROPHES = /['’‘ʼʻ`´′]/g;

export function folded(text) {
  return text
    .replace(APOSTROPHES, "")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/[^0-9a-z]+/g, " ")
    .trim();
}
