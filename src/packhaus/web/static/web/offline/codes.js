// What a scanned code may say, as far as a device can tell: leading noughts, the item of a GS1 code, a plate.
export const bare = (code) => code.replace(/^0+(?=\d+$)/, "");

// A GS1 code says the number of the item in its first field; one that may name another lot is left to the server.
export const readings = (code, lot) => {
  const text = code.replace(/^\](C1|d2|Q3|e0)/, ""), number = text.match(/^\(?01\)?(\d{14})/)?.[1];
  const plate = text.match(/^\(?00\)?(\d{18})$/)?.[1];
  return [bare(code), ...(number && (!lot || text.includes(lot)) ? [bare(number)] : []), ...(plate ? [bare(plate)] : [])];
};
// What a GS1 code says of lot, day and serial number the server reads from it.
export const saysMore = (code) => /^\]|[()\x1d]|^0[12]\d{14}./.test(code);
