// What Microsoft's Open XML SDK finds wrong with files: node validate.mjs INDEX.JS FILE… prints JSON by file.
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [index, ...files] = process.argv.slice(2);
const { default: validate } = await import(pathToFileURL(index).href);
const found = {};
for (const file of files) {
  const faults = await validate(await readFile(file), file.split(".").pop(), "Microsoft365");
  found[file] = faults.map((fault) => `${fault.path.partUri} ${fault.path.xpath}: ${fault.description}`);
}
process.stdout.write(JSON.stringify(found), () => process.exit(0));
