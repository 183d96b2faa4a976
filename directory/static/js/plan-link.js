// A plan as the part of an address that browsers never send: #p1.METHOD.DATA.CHECK
// METHOD is z (deflated) or j (as it is); DATA is JSON in base64url, one row an item
// [slug, kind 0 to 3 or -1, note]; CHECK tells whether all of it arrived.
import { KINDS, tidy } from "./plan-store.js";

const VERSION = "p1";
const MOST_BYTES = 64 * 1024;

async function through(stream, bytes) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST_BYTES) throw new Error("too large");
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

const toText = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

// FNV-1a, 32 bits: against slips of copying, not against people.
function check(text) {
  let sum = 0x811c9dc5;
  for (const letter of text) sum = Math.imul(sum ^ letter.charCodeAt(0), 0x01000193);
  return (sum >>> 0).toString(36);
}

export async function pack(items, { notes = false } = {}) {
  const rows = items.map((item) => {
    const row = [item.slug, KINDS.indexOf(item.kind)];
    return notes && item.note ? [...row, item.note] : row;
  });
  const plain = new TextEncoder().encode(JSON.stringify(rows));
  const small = globalThis.CompressionStream
    ? await through(new CompressionStream("deflate-raw"), plain)
    : plain;
  const data = toText(small);
  return [VERSION, small === plain ? "j" : "z", data, check(data)].join(".");
}

export const isPlan = (hash) => /^#p\d+\b/.test(hash);

// The items, or throws: "newer" for a version we do not know, "damaged" for the rest.
export async function unpack(hash) {
  const [version, method, data, sum] = hash.slice(1).split(".");
  if (version !== VERSION) throw new Error("newer");
  try {
    if (check(data) !== sum) throw new Error("not whole");
    const bytes = toBytes(data);
    const plain = method === "z" ? await through(new DecompressionStream("deflate-raw"), bytes) : bytes;
    const rows = JSON.parse(new TextDecoder().decode(plain));
    const items = tidy(rows.map(([slug, kind, note]) => ({ slug, kind: KINDS[kind], note })));
    if (!items.length) throw new Error("empty");
    return items;
  } catch {
    throw new Error("damaged");
  }
}
