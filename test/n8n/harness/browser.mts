import { homedir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { findProgram, installPackages } from './programs.mts';

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

/** An installed Chrome or Chromium; `CHROME_PATH` comes first. */
function findBrowser(): string | undefined {
	const ownChoice = process.env.CHROME_PATH ? [process.env.CHROME_PATH] : [];
	const downloads = DOWNLOADS.map((pattern) => join(homedir(), pattern));
	return findProgram(...ownChoice, ...COMMANDS, ...APPLICATIONS, ...downloads);
}

/** Finds a browser and, where this process may do so, installs one. */
export async function findOrInstallBrowser(): Promise<string | undefined> {
	if (!findBrowser()) await installPackages('chromium');
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
