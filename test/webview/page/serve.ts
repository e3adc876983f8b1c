import { servePage } from './pageServer.ts';

const { address } = await servePage(Number(process.env['PORT'] ?? 0));
console.log(`The panel is at ${address} (switches: see test/webview/page/fakeHost.ts). Ctrl+C stops.`);
