/* Opens what the page carries packed: bytes from a text, lines of whole numbers from bytes; and projects. */
const dezone = (function () {
  "use strict";

  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=:?@^_/{|}~";

  /** Base 85, with digits of our own, of gzip: to bytes. */
  async function unpack(text) {
    const value = new Uint8Array(128);
    [...DIGITS].forEach((digit, index) => { value[digit.charCodeAt(0)] = index; });
    const digits = new Uint8Array(Math.ceil(text.length / 5) * 5).fill(126); // the last digit
    new TextEncoder().encodeInto(text, digits);
    const packed = new DataView(new ArrayBuffer((digits.length / 5) * 4));
    for (let at = 0, to = 0; at < digits.length; at += 5, to += 4) {
      const high = value[digits[at]] * 85 + value[digits[at + 1]];
      const low = (value[digits[at + 2]] * 85 + value[digits[at + 3]]) * 85 + value[digits[at + 4]];
      packed.setUint32(to, high * 614125 + low);
    }
    const { writable, readable } = new DecompressionStream("gzip");
    const all = new Response(readable).arrayBuffer();
    const writer = writable.getWriter();
    // What is wrong with the bytes is told to who reads them.
    writer.write(new Uint8Array(packed.buffer, 0, Math.floor((text.length * 4) / 5))).catch(() => {});
    writer.close().catch(() => {});
    return new Uint8Array(await all);
  }

  /**
   * Lines of whole numbers: for each its number of points, the first point, then steps; zigzag varints. Gives a
   * function for `count` lines from `first`; lines are read when they, or later ones, are first asked for.
   */
  function linesOf(bytes) {
    const lines = [];
    let at = 0;
    const next = () => {
      let value = 0;
      let shift = 0;
      let byte;
      do {
        byte = bytes[at++];
        value |= (byte & 127) << shift;
        shift += 7;
      } while (byte > 127);
      return (value >>> 1) ^ -(value & 1);
    };
    return ([first, count]) => {
      while (lines.length < first + count) {
        const line = new Int32Array(2 * next());
        for (let i = 0; i < line.length; i += 1) line[i] = next() + (i > 1 ? line[i - 2] : 0);
        lines.push(line);
      }
      return lines.slice(first, first + count);
    };
  }

  /** How far down the world a latitude lies in Web Mercator, from 0 at the top to 1. */
  function northing(lat) {
    const sine = Math.sin(lat * (Math.PI / 180));
    return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  }

  return { unpack, linesOf, northing, parts: [] };
})();
