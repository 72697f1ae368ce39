// What goes wrong here and no scan tells of: kept until the server has heard its reason code, which it writes to its log.
const unheard = new Set();

export const noteTrouble = (code) => unheard.add(code);
export const unheardTroubles = () => [...unheard].join(",");
export const heardTroubles = (codes) => {
  for (const code of codes.split(",")) unheard.delete(code);
};
