/** Runs the scanner that verifies community nodes: `scan.mjs <source folder> <package folder>`. */
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '../../tools/node_modules/@n8n/scan-community-package/scanner/scanner.mjs';

const [sourceFolder, packageFolder] = process.argv.slice(2);
const source = await analyzePackage(sourceFolder, SOURCE_FILE_PATTERNS);
const published = await analyzePackage(packageFolder, ['**/*.js', 'package.json']);
console.log(JSON.stringify({ source, published }));
