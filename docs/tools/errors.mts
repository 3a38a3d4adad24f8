/** The page of all messages that the sources can give, with what they say to do. */
import { fixedWords, messagesIn, PLACEHOLDER, type Message } from './messages.mts';

/** The sections of the page, each with the sources that its messages come from; the first that fits counts. */
const SECTIONS: Array<[title: string, sources: RegExp]> = [
	[
		'Connection and credential',
		/AngoHubApi|hub\/http\/|util\/streams|hub\/(downloads|platform|uploads)\./,
	],
	['Fields and input items', /shared\/(operation|fields|util)\//],
	['Assets', /resources\/asset\/|hub\/(assets|chats|registration)|fileTypes|formats\/urls/],
	['Asset builder', /assetBuilderTemplate|hub\/templates/],
	['Batches', /batch/],
	['Exports', /export|jsonObjects|zip/],
	['Issues', /issue/],
	['Label sets', /labelSet/],
	['Training data', /AngoHubLabels|datasets|geometry|imageSize|formats\/(xml|csv)/],
	['Labels', /label|png/],
	['Members, invites and notifications', /member|invite|notification|organization/],
	['Projects', /project/],
	['Storages', /storage/],
	['Tasks', /task/],
	['Workflow stages', /stage/i],
	['Language models', /llm/],
	['Ango Hub Polling Trigger', /AngoHubPollingTrigger/],
	['Ango Hub Trigger', /AngoHubTrigger|webhook/],
	['Others', /./],
];

const INTRODUCTION = `# Messages and what to do

Everything that the nodes say when something is not as it should be. **${PLACEHOLDER}** stands for what differs from case to case, such as a name or a number: search this page for the words around it.

The advice stands below the message in the panel of the node. With *Settings > On Error* set to *Continue (using error output)*, items that fail carry both in their field \`error\`.`;

/** Messages that mean the same, and what to do about them. */
interface Row {
	texts: string[];
	advice: string[];
}

/**
 * The page with every message in the sources.
 * @param fieldTexts everything that the editor shows of fields, which is no message
 * @throws Error when the source of an error does not say what to do about it
 */
export function errorsPage(root: string, fieldTexts: string): string {
	const messages = messagesIn(root).filter(
		({ isError, texts }) => isError || isProse(texts, fieldTexts),
	);
	const bySection = Map.groupBy(messages, ({ file }) => sectionOf(file));
	const sections = SECTIONS.flatMap(([title]) => {
		const own = bySection.get(title);
		const content = own ? contentOf(own) : [];
		return content.length > 0 ? [`## ${title}`, ...content] : [];
	});
	return `${[INTRODUCTION, ...sections].join('\n\n')}\n`;
}

function contentOf(own: Message[]): string[] {
	const errors = own.filter(({ isError }) => isError).map(errorRow);
	const others = own.filter((message) => !message.isError && !isSaid(message, errors));
	const rows = [
		...errors,
		...others.flatMap(({ texts: [text] }) => ofSeveralSentences(text) ?? []),
	];
	return rows.length > 0 ? [table(merged(rows))] : [];
}

function errorRow({ file, texts, advice: given }: Message): Row {
	const advice = given.map(readable).filter(isShortest).filter(Boolean);
	if (advice.length > 0) return { texts, advice };
	throw new Error(`Say in the description of "${texts[0]}" in ${file} what to do`);
}

function sectionOf(file: string): string {
	return SECTIONS.find(([, sources]) => sources.test(file))![0];
}

/** Words that are no name, no expression, no markup, and not shown with a field. */
function isProse(texts: string[], fieldTexts: string): boolean {
	return texts.some((text) => {
		const words = fixedWords(text);
		const isCode = /^(={{|<)/.test(text);
		return !isCode && /\s/.test(words.join('')) && !words.every((own) => fieldTexts.includes(own));
	});
}

function isSaid({ texts }: Message, rows: Row[]): boolean {
	const said = rows.flatMap((row) => [
		...row.texts,
		...row.advice,
		row.texts.concat(row.advice).join(' '),
	]);
	return texts.every((text) =>
		said.some((other) => fixedWords(text).every((words) => other.includes(words))),
	);
}

/**
 * A text that says what happened in its first sentence says in the others what to do. Others are no
 * whole messages.
 */
function ofSeveralSentences(text: string): Row | undefined {
	const [, first, others] = /^(.+?\.) (.*\w.*)$/.exec(text) ?? [];
	return first === undefined ? undefined : { texts: [first], advice: [others] };
}

/** Advice without a value at either end, and without the names that only a message can give. */
function readable(advice: string): string {
	return advice
		.replace(/The nearest (is|are) …\./, 'The message gives the nearest names.')
		.replace(/^… ?| ?…$/g, '')
		.trim();
}

/** Of advice that goes on in some cases only, what it says in all of them. */
function isShortest(advice: string, _: number, all: string[]): boolean {
	return !all.some((other) => other !== '' && other !== advice && advice.startsWith(other));
}

/** One row for messages with the same words. */
function merged(rows: Row[]): Row[] {
	return [...Map.groupBy(rows, ({ texts }) => texts.join('\n')).values()].map((same) => ({
		texts: [...new Set(same[0].texts)],
		advice: [...new Set(same.flatMap(({ advice }) => advice))],
	}));
}

function table(rows: Row[]): string {
	return [
		'| Message | What to do |',
		'|---|---|',
		...rows.map(({ texts, advice }) => `| ${cell(texts)} | ${cell(advice)} |`),
	].join('\n');
}

function cell(texts: string[]): string {
	return texts.map(escaped).join('<br>');
}

function escaped(text: string): string {
	return text.trim().replace(/[|<]/g, '\\$&');
}
