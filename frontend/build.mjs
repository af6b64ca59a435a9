// Puts what the pages take from npm under assistant/static/vendor: htmx and its WebSocket extension
// as they are, CodeMirror bundled into one ES module. Run by `npm run build`.
import { copyFile, mkdir, rm, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = new URL("..", import.meta.url);
const path = (name) => fileURLToPath(new URL(name, root));
const vendor = path("assistant/static/vendor");

const copies = {
  "htmx.min.js": "node_modules/htmx.org/dist/htmx.min.js",
  "htmx-ws.js": "node_modules/htmx-ext-ws/ws.js",
};

await rm(vendor, { recursive: true, force: true });
await mkdir(vendor, { recursive: true });
for (const [name, source] of Object.entries(copies)) await copyFile(path(source), `${vendor}/${name}`);
await build({
  entryPoints: [path("frontend/editor.js")],
  outfile: `${vendor}/editor.js`,
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2022",
  legalComments: "eof",
  logLevel: "warning",
});
for (const name of [...Object.keys(copies), "editor.js"]) {
  console.log(`${name} ${Math.ceil((await stat(`${vendor}/${name}`)).size / 1024)} KiB`);
}
