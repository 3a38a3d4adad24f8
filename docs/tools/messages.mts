/**
 * Reads from the sources what the package says to users when something is wrong, so that the list of
 * messages in docs/errors.md is complete without anyone writing a message twice.
 */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** What stands for a value in a message. */
export const PLACEHOLDER = '…';

/** The differing words of a message with more wordings become a placeholder. */
const MAX_WORDINGS = 4;

const ERRORS = ['UserError', 'OperationalError'];
/** Methods that leave a text, or a list of texts, what it says. */
const KEEPING = ['trim', 'filter', 'join', 'replace'];

/** Something that the package says. */
export interface Message {
	/** Where it comes from, relative to the project. */
	file: string;
	/** Its wordings. */
	texts: string[];
	/** What to do about it, in its wordings; empty where the source does not say. */
	advice: string[];
	/** True for the message of an error, false for other words in the code. */
	isError: boolean;
}

/** What the parameters of a function stand for in one call of it. */
type Bound = Map<ts.Symbol, ts.Expression>;

/** The messages of all errors in the sources, and all other words in them but names, in their order. */
export function messagesIn(root: string): Message[] {
	const files = globSync('{nodes,credentials}/**/*.ts', { cwd: root }).sort();
	const program = ts.createProgram(
		files.map((file) => join(root, file)),
		{ strict: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
	);
	const checker = program.getTypeChecker();
	return files.flatMap((file) =>
		messagesOf(program.getSourceFile(join(root, file))!, checker).map((message) => ({
			file,
			...message,
		})),
	);
}

function messagesOf(source: ts.SourceFile, checker: ts.TypeChecker): Array<Omit<Message, 'file'>> {
	const messages: Array<Omit<Message, 'file'>> = [];
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || isFieldText(node)) return;
		const error = errorIn(node);
		if (error) {
			for (const bound of callsBehind(error.message)) {
				messages.push({
					texts: wordings(valueOf(error.message), bound),
					advice: error.advice ? wordings(valueOf(error.advice), bound) : [],
					isError: true,
				});
			}
		} else if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
			messages.push({ texts: wordings(node), advice: [], isError: false });
		} else {
			ts.forEachChild(node, visit);
		}
	};
	visit(source);
	return messages.filter(({ texts }) => texts.some((text) => fixedWords(text).length > 0));

	/** The calls of the function around a message that is nothing but a parameter of it; else one without. */
	function callsBehind(message: ts.Expression): Bound[] {
		const parameter = symbolOf(message)?.valueDeclaration;
		if (!parameter || !ts.isParameter(parameter)) return [new Map()];
		const calls: Bound[] = [];
		const look = (node: ts.Node): void => {
			if (ts.isCallExpression(node)) {
				const called = checker.getResolvedSignature(node)?.declaration;
				if (called === parameter.parent) calls.push(boundIn(node, called));
			}
			ts.forEachChild(node, look);
		};
		look(source);
		return calls;
	}

	function boundIn(
		{ arguments: given }: ts.CallExpression,
		called: ts.SignatureDeclaration,
	): Bound {
		const symbols = called.parameters.map(({ name }) => checker.getSymbolAtLocation(name));
		return new Map(given.flatMap((value, n) => (symbols[n] ? [[symbols[n], value]] : [])));
	}

	function symbolOf(node: ts.Expression): ts.Symbol | undefined {
		const isShort = ts.isShorthandPropertyAssignment(node.parent);
		return isShort
			? checker.getShorthandAssignmentValueSymbol(node.parent)
			: checker.getSymbolAtLocation(node);
	}

	/** What a constant holds; any other expression as it is. */
	function valueOf(node: ts.Expression): ts.Expression {
		const declared = ts.isIdentifier(node) ? declarationOf(node) : undefined;
		return (declared && ts.isVariableDeclaration(declared) && declared.initializer) || node;
	}

	function declarationOf(node: ts.Identifier): ts.Declaration | undefined {
		const symbol = symbolOf(node);
		const isAlias = symbol && symbol.flags & ts.SymbolFlags.Alias;
		return (isAlias ? checker.getAliasedSymbol(symbol) : symbol)?.valueDeclaration;
	}

	/** What an expression says, with a placeholder for each value that is known only when it runs. */
	function wordings(node: ts.Expression, bound: Bound = new Map()): string[] {
		if (ts.isStringLiteralLike(node)) return [node.text];
		if (ts.isTemplateExpression(node)) {
			return joined([
				[node.head.text],
				...node.templateSpans.flatMap(({ expression, literal }) => [
					wordings(expression, bound),
					[literal.text],
				]),
			]);
		}
		if (ts.isConditionalExpression(node)) {
			return [...wordings(node.whenTrue, bound), ...wordings(node.whenFalse, bound)];
		}
		if (ts.isArrayLiteralExpression(node)) {
			return joined(
				node.elements.map((element) => wordings(element, bound)),
				' ',
			);
		}
		if (ts.isCallExpression(node)) return wordingsOfCall(node, bound);
		if (ts.isIdentifier(node)) return wordingsOfName(node, bound);
		return constant(node);
	}

	function wordingsOfCall(node: ts.CallExpression, bound: Bound): string[] {
		const { expression } = node;
		if (ts.isPropertyAccessExpression(expression) && KEEPING.includes(expression.name.text)) {
			return wordings(expression.expression, bound);
		}
		const called = checker.getResolvedSignature(node)?.declaration;
		const inPackage = called && !called.getSourceFile().isDeclarationFile;
		if (!inPackage || !ts.isFunctionDeclaration(called)) return [PLACEHOLDER];
		const own = boundIn(node, called);
		const returned: string[] = [];
		const look = (inner: ts.Node): void => {
			if (ts.isReturnStatement(inner)) returned.push(...wordings(inner.expression!, own));
			else if (!ts.isFunctionLike(inner)) ts.forEachChild(inner, look);
		};
		look(called.body!);
		return returned;
	}

	/** Within a text, a name stands for its value only where that is a choice of fixed words. */
	function wordingsOfName(node: ts.Identifier, bound: Bound): string[] {
		const symbol = symbolOf(node);
		const given = symbol && bound.get(symbol);
		if (given) return wordings(given);
		const value = valueOf(node);
		const isFixed = ts.isConditionalExpression(value) || ts.isStringLiteralLike(value);
		return isFixed ? wordings(value) : constant(node);
	}

	function constant(node: ts.Expression): string[] {
		const type = checker.getTypeAtLocation(node);
		return [type.isStringLiteral() || type.isNumberLiteral() ? String(type.value) : PLACEHOLDER];
	}
}

/** The message of an error that is made here or described in a record, and what it says to do. */
function errorIn(node: ts.Node): { message: ts.Expression; advice?: ts.Expression } | undefined {
	if (ts.isNewExpression(node) && ERRORS.includes(node.expression.getText())) {
		const [message, options] = node.arguments ?? [];
		return { message, advice: options && property(options, 'description') };
	}
	const message = property(node, 'message');
	const advice = property(node, 'description');
	return message && advice && { message, advice };
}

/** Where no error is made, a description is that of a field or an operation. */
function isFieldText(node: ts.Node): boolean {
	return ts.isPropertyAssignment(node) && node.name.getText() === 'description';
}

function property(node: ts.Node, name: string): ts.Expression | undefined {
	if (!ts.isObjectLiteralExpression(node)) return undefined;
	const found = node.properties.find((member) => member.name?.getText() === name);
	if (!found) return undefined;
	return ts.isPropertyAssignment(found) ? found.initializer : (found.name as ts.Identifier);
}

/** All ways to put one wording of each part together, or one way with placeholders where these are many. */
function joined(parts: string[][], separator = ''): string[] {
	const ways = parts.reduce((product, { length }) => product * length, 1);
	const few = ways > MAX_WORDINGS ? parts.map(oneWording) : parts;
	return few.reduce((texts, part) =>
		texts.flatMap((text) => part.map((more) => [text, more].filter(Boolean).join(separator))),
	);
}

function oneWording(wordings: string[]): string[] {
	return wordings.length === 1 ? wordings : [PLACEHOLDER];
}

/** The parts of a text that are the same in every case. */
export function fixedWords(text: string): string[] {
	return text
		.split(PLACEHOLDER)
		.map((words) => words.trim())
		.filter((words) => /\p{L}{2}/u.test(words));
}
