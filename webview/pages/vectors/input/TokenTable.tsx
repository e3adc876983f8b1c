import { formatCount } from '../../../../src/core/describe/numbers.ts';
import { useMemo } from 'preact/hooks';
import { linesOfTokens, showSpaces } from '../../../../src/core/describe/tokens.ts';
import { nameBytes, type ListedToken, type TokenList } from '../../../../src/core/text/tokenList.ts';
import { DataTable } from '../../../controls/DataTable.tsx';
import { Quoted } from '../../../controls/Sentence.tsx';
import type { TokenRows } from './tokenLines.ts';

/** The tokens of the page that is shown, one a row. */
export function TokenTable({
  list,
  rows: { groups, pages },
  page,
  firstLine,
}: {
  readonly list: TokenList;
  readonly rows: TokenRows;
  readonly page: number;
  readonly firstLine: number;
}) {
  const lines = useMemo(() => linesOfTokens(list), [list]);
  const shown = groups.slice(pages[page], pages[page + 1]).flat();
  return (
    <DataTable name="Tokens as a table" caption="Spans count UTF-16 units from the start of the text">
      <thead>
        <tr>
          <th scope="col" class="number">
            Token
          </th>
          <th scope="col" class="number">
            Id
          </th>
          <th scope="col">Entry</th>
          <th scope="col">Text</th>
          <th scope="col">Span</th>
          <th scope="col" class="number">
            Line
          </th>
          <th scope="col">Note</th>
        </tr>
      </thead>
      <tbody>
        {shown.map(index => {
          const token = list.tokens[index]!;
          const stands = token.start >= 0;
          return (
            <tr key={index}>
              <th scope="row" class="number">
                {formatCount(index)}
              </th>
              <td class="number">{token.id}</td>
              <td>
                <Quoted text={token.text} />
              </td>
              <td>{token.written !== '' && <Quoted text={showSpaces(token.written)} />}</td>
              <td class="number">{stands ? `${formatCount(token.start)}–${formatCount(token.end)}` : ''}</td>
              <td class="number">{stands ? formatCount(firstLine + lines[index]!) : ''}</td>
              <td>
                <Note token={token} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </DataTable>
  );
}

function Note({ token: { special, unknown, bytes, readAs } }: { readonly token: ListedToken }) {
  if (special) return <>special</>;
  if (unknown) return <>unknown</>;
  if (bytes) return <>bytes {nameBytes(bytes)}</>;
  return readAs === null ? null : (
    <>
      read as <Quoted text={showSpaces(readAs)} />
    </>
  );
}
