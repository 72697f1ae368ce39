// The same reading of a scanned or typed text as app/lib/codes.py: bare, RKN:CODE or an address ending in /P/CODE.
const LINK = /^https?:\/\/[^\s/]+(?:\/[^\s?#]*)?\/p\/([^\s/?#]+)\/?$/i;
const CODE = /^[0-9A-HJKMNP-TV-Z]{18}$/;

export function normalised(text) {
  const bare = (LINK.exec(text.trim())?.[1] ?? text.trim()).replace(/^RKN:/i, "");
  const code = bare
    .replace(/[\s\-\u2010-\u2015]/g, "")
    .toUpperCase()
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
  return CODE.test(code) ? code : null;
}

// What is kept and sent: the hash of a code of ours; anything else as it is, and so without crypto.subtle (plain HTTP).
export async function readable(text) {
  const code = normalised(text);
  if (code === null || !globalThis.crypto?.subtle) return { code: text.trim().slice(0, 5000) };
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code));
  return {
    code_sha256: Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join(""),
  };
}
