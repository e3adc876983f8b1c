import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The page of the panel or of the compact view: one script, one style sheet, nothing remote, nothing inline. */
export function pageHtml(webview: vscode.Webview, root: vscode.Uri, shows: 'panel' | 'compact'): string {
  const nonce = randomBytes(16).toString('base64');
  const script = webview.asWebviewUri(vscode.Uri.joinPath(root, 'panel.js')).toString();
  const style = webview.asWebviewUri(vscode.Uri.joinPath(root, 'panel.css')).toString();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}; form-action 'none'; base-uri 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Attention Lens</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<main id="root" data-shows="${shows}"></main>
<script type="module" nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
