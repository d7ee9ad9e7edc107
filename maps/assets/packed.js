/* Opens what the page carries packed: bytes from a text, lines of whole numbers from bytes. */
const dezone = (function () {
  "use strict";

  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=:?@^_/{|}~";

  /** Base 85, with digits of our own, of gzip: to bytes. */
  async function unpack(text) {
    const value = new Uint8Array(128);
    [...DIGITS].forEach((digit, index) => { value[digit.charCodeAt(0)] = index; });
    const packed = new Uint8Array(Math.ceil(text.length / 5) * 4);
    for (let at = 0, to = 0; at < text.length; at += 5, to += 4) {
      let four = 0;
      for (let i = at; i < at + 5; i += 1) four = four * 85 + (i < text.length ? value[text.charCodeAt(i)] : 84);
      packed[to] = four >>> 24;
      packed[to + 1] = four >>> 16;
      packed[to + 2] = four >>> 8;
      packed[to + 3] = four;
    }
    const stream = new Blob([packed.subarray(0, Math.floor((text.length * 4) / 5))]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  /** Lines of whole numbers: for each its number of points, the first point, then steps; zigzag varints. */
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
    while (at < bytes.length) {
      const line = new Int32Array(2 * next());
      for (let i = 0; i < line.length; i += 1) line[i] = next() + (i > 1 ? line[i - 2] : 0);
      lines.push(line);
    }
    return lines;
  }

  return { unpack, linesOf, parts: [] };
})();
