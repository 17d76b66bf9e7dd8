// A workbook written by hand: an uncompressed zip of the few parts that a spreadsheet needs. No cell holds a formula.
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PARTS = "http://schemas.openxmlformats.org/package/2006";
const LONGEST = 32767;
const DAY_ONE = 33; // 1 January 1980, the first day that a zip can tell: the same selection gives the same bytes

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc >>> 0;
});
const crc32 = (bytes) => {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
};

const record = (fields) => {
  const bytes = new Uint8Array(fields.reduce((size, [, width]) => size + width, 0));
  const view = new DataView(bytes.buffer);
  let place = 0;
  for (const [number, width] of fields) {
    if (width === 2) view.setUint16(place, number, true);
    else view.setUint32(place, number, true);
    place += width;
  }
  return bytes;
};

// `files` (text by name) as the pieces of a zip archive, stored as they are.
const zip = (files) => {
  const [pieces, entries] = [[], []];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const [path, body] = [new TextEncoder().encode(name), new TextEncoder().encode(text)];
    const shared = [[20, 2], [0x0800, 2], [0, 2], [0, 2], [DAY_ONE, 2], [crc32(body), 4], [body.length, 4], [body.length, 4], [path.length, 2], [0, 2]];
    const local = record([[0x04034b50, 4], ...shared]);
    entries.push(record([[0x02014b50, 4], [20, 2], ...shared, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]]), path);
    pieces.push(local, path, body);
    offset += local.length + path.length + body.length;
  }
  const size = entries.reduce((sum, part) => sum + part.length, 0);
  const count = entries.length / 2;
  return [...pieces, ...entries, record([[0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [size, 4], [offset, 4], [0, 2]])];
};

const escaped = (text) =>
  [...String(text)].filter((sign) => /[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(sign)).join("").slice(0, LONGEST)
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const column = (place) => (place < 26 ? "" : column(Math.floor(place / 26) - 1)) + String.fromCharCode(65 + (place % 26));
const cell = (told, row, place, bold) => {
  const name = `${column(place)}${row}`;
  if (told === null || told === "") return "";
  if (typeof told === "number") return `<c r="${name}"><v>${told}</v></c>`;
  return `<c r="${name}" t="inlineStr"${bold ? ' s="1"' : ""}><is><t xml:space="preserve">${escaped(told)}</t></is></c>`;
};
const widths = (rows) => rows[0].map((_, place) => {
  const longest = Math.max(...rows.slice(0, 200).map((row) => [...String(row[place] ?? "")].reduce((width, sign) => width + (sign > "\u2e80" ? 2 : 1), 0)));
  return `<col min="${place + 1}" max="${place + 1}" width="${Math.min(Math.max(longest + 2, 8), 48)}" customWidth="1"/>`;
});
const sheet = ({ rows, heads }) => {
  const body = rows.map((row, number) => `<row r="${number + 1}">${row.map((told, place) => cell(told, number + 1, place, heads && number === 0)).join("")}</row>`).join("");
  const pane = heads ? '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' : "";
  const filter = heads ? `<autoFilter ref="A1:${column(rows[0].length - 1)}${rows.length}"/>` : "";
  return `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${MAIN}">${pane}<cols>${widths(rows).join("")}</cols><sheetData>${body}</sheetData>${filter}</worksheet>`;
};

const STYLES = `<?xml version="1.0" encoding="UTF-8"?><styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
const relations = (list) =>
  `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="${PARTS}/relationships">${list.map(([id, kind, target]) => `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`).join("")}</Relationships>`;

// A workbook of `sheets`: each a name, rows of texts and numbers, and whether its first row is a head.
export const workbook = (sheets) => {
  const part = (number) => `/xl/worksheets/sheet${number + 1}.xml`;
  const spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const kinds = sheets.map((_, number) => `<Override PartName="${part(number)}" ContentType="${spreadsheet}.worksheet+xml"/>`).join("");
  const named = sheets.map(({ name }, number) => `<sheet name="${escaped(name)}" sheetId="${number + 1}" r:id="rId${number + 1}"/>`).join("");
  const own = sheets.map((_, number) => [`rId${number + 1}`, "worksheet", part(number)]);
  const files = {
    "[Content_Types].xml": `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="${PARTS}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${spreadsheet}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${spreadsheet}.styles+xml"/>${kinds}</Types>`,
    "_rels/.rels": relations([["rId1", "officeDocument", "/xl/workbook.xml"]]),
    "xl/workbook.xml": `<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${named}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations([...own, ["styles", "styles", "/xl/styles.xml"]]),
    "xl/styles.xml": STYLES,
    ...Object.fromEntries(sheets.map((content, number) => [part(number).slice(1), sheet(content)])),
  };
  return new Blob(zip(files), { type: TYPE });
};
