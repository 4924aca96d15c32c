// Preloaded before every TypeScript entry of package.json: an older Node would end in a stack trace about ".ts" files.
import process from "node:process";

const OLDEST_MAJOR = 24;

if (Number.parseInt(process.versions.node, 10) < OLDEST_MAJOR) {
  console.error(
    `This command needs Node ${OLDEST_MAJOR} or newer, and this is Node ${process.versions.node}: run "npm install" once, which brings Node 26 into node_modules, or use "npm run demo", which does all of it.`,
  );
  process.exit(1);
}
