import { readdirSync } from "node:fs";
import { defineConfig } from "vite";

/** Each module in `src/pages/` is the script of one page. */
const pages = readdirSync("src/pages").map((name) => `src/pages/${name}`);

export default defineConfig({
  base: "/assets/",
  build: {
    outDir: "../src/incidentbook/web/built",
    emptyOutDir: true,
    assetsDir: "",
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    target: "es2022",
    rollupOptions: { input: pages },
  },
});
