import { accessSync, constants, existsSync, globSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { runStep } from '../../setup.mjs';

const COMMANDS = [
	'chromium',
	'chromium-browser',
	'google-chrome',
	'google-chrome-stable',
	'chrome',
];

const APPLICATIONS = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/opt/google/chrome/chrome',
	'/snap/bin/chromium',
];

/** Downloads that other tools made on this machine. */
const DOWNLOADS = [
	'.cache/ms-playwright/chromium-*/chrome-linux*/chrome',
	'.cache/puppeteer/chrome/*/chrome-linux64/chrome',
	'Library/Caches/ms-playwright/chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium',
];

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** An installed Chrome or Chromium; `CHROME_PATH` comes first. */
export function findBrowser(): string | undefined {
	const folders = (process.env.PATH ?? '').split(delimiter);
	const candidates = [
		process.env.CHROME_PATH ?? '',
		...COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command))),
		...APPLICATIONS,
		...DOWNLOADS.flatMap((pattern) => globSync(join(homedir(), pattern))),
	];
	return candidates.find((file) => file !== '' && isExecutable(file));
}

/** Finds a browser and, where this process may do so, installs one. */
export async function findOrInstallBrowser(): Promise<string | undefined> {
	const found = findBrowser();
	const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
	if (found || !mayInstall) return found;
	await runStep('Updating the list of packages', 'apt-get', ['update', '-q']);
	const flags = ['install', '-y', '-q', '--no-install-recommends'];
	await runStep('Installing Chromium', 'apt-get', [...flags, 'chromium']);
	return findBrowser();
}

/** Opens a headless browser. playwright-core ends it with this process, in every way out. */
export async function launchBrowser(executablePath: string): Promise<Browser> {
	return await chromium.launch({
		executablePath,
		handleSIGINT: false,
		handleSIGTERM: false,
		handleSIGHUP: false,
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});
}
