/**
 * Lints sources as if they stood at the given paths, which need not exist, and prints the rules that
 * each breaks: `lintTexts.mjs '[["nodes/shared/hub/a.ts", "import ..."]]'`.
 */
import { ESLint } from 'eslint';

const eslint = new ESLint();
const brokenRules = async ([filePath, source]) => {
	const [{ messages }] = await eslint.lintText(source, { filePath });
	return messages.map(({ ruleId }) => ruleId);
};
console.log(JSON.stringify(await Promise.all(JSON.parse(process.argv[2]).map(brokenRules))));
