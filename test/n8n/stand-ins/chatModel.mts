import {
	onlyKeys,
	Refusal,
	startJsonService,
	type Call,
	type Json,
	type Service,
} from './jsonService.mts';

/** What the model says next: a text, or that it wants to use a tool. */
export type Turn = { text: string } | { tool: string; arguments: Record<string, Json> };

export interface ChatModelData {
	apiKey: string;
	model: string;
	/** What it says, one turn after another; each may look at the conversation so far. */
	script: Array<(messages: Json[]) => Turn>;
}

const PARAMETERS = ['model', 'messages', 'tools', 'tool_choice', 'stream', 'temperature', 'top_p'];

/**
 * A stand-in for a language model behind the chat completions API of OpenAI. It follows a script,
 * and refuses what the API would: tools that it was not given, results of calls that it did not make.
 */
export async function startChatModel({ apiKey, model, script }: ChatModelData): Promise<Service> {
	let turns = 0;

	function complete({ body }: Call): Json {
		onlyKeys(body, PARAMETERS, 'parameters');
		if (body.model !== model) throw new Refusal(404, `There is no model ${body.model}`);
		if (body.stream) throw new Refusal(400, 'This stand-in does not stream');
		checkMessages(body.messages);
		const next = script[turns];
		if (!next) throw new Refusal(400, `The script ends after ${script.length} turns`);
		turns += 1;
		const turn = next(body.messages);
		const usesTool = 'tool' in turn;
		return {
			id: `chatcmpl-${turns}`,
			object: 'chat.completion',
			created: 1_730_204_346,
			model,
			choices: [
				{
					index: 0,
					finish_reason: usesTool ? 'tool_calls' : 'stop',
					message: usesTool
						? toolCall(turn, `call_${turns}`, body.tools)
						: { role: 'assistant', content: turn.text },
				},
			],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		};
	}

	return await startJsonService(
		(call) => {
			const { method, path, headers } = call;
			if (headers.authorization !== `Bearer ${apiKey}`) throw new Refusal(401, 'Wrong API key');
			if (`${method} ${path}` !== 'POST /v1/chat/completions')
				throw new Refusal(404, 'No such path');
			return { json: complete(call) };
		},
		(status, message) => ({ error: { message, type: 'invalid_request_error', code: status } }),
	);
}

function toolCall(turn: Extract<Turn, { tool: string }>, id: string, tools: Json[] = []): Json {
	if (!tools.some((tool) => tool.function.name === turn.tool)) {
		throw new Refusal(500, `The model was not given the tool ${turn.tool}`);
	}
	const call = { name: turn.tool, arguments: JSON.stringify(turn.arguments) };
	return {
		role: 'assistant',
		content: null,
		tool_calls: [{ id, type: 'function', function: call }],
	};
}

/** @throws Refusal unless each call of a tool is followed by its result */
function checkMessages(messages: Json[]): void {
	let open: string[] = [];
	for (const { role, tool_calls: calls = [], tool_call_id: id } of messages) {
		if (role === 'tool') {
			if (!open.includes(id)) throw new Refusal(400, `No call ${id} waits for a result`);
			open = open.filter((one) => one !== id);
			continue;
		}
		if (open.length > 0) throw new Refusal(400, `No result for the calls ${open.join(', ')}`);
		open = calls.map((call: Json) => call.id);
	}
	if (open.length > 0) throw new Refusal(400, `No result for the calls ${open.join(', ')}`);
}
