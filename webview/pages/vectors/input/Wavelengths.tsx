import { useMemo, useState } from 'preact/hooks';
import { formatTokens, formatTokensShort, turnsNote } from '../../../../src/core/describe/input.ts';
import type { Wavelengths } from '../../../../src/protocol/embeddingApi.ts';
import { LineChart } from '../../../charts/LineChart.tsx';
import { DataTable, TableTwin } from '../../../controls/DataTable.tsx';
import type { ThemeColors } from '../../../theme.ts';

/** How fast rotary positions turn each pair of dimensions: the tokens of one whole turn, on a scale of powers of ten, beside the length of the text. */
export function WavelengthSection({
  theme,
  sets,
  layers,
  tokens,
}: {
  readonly theme: ThemeColors;
  readonly sets: readonly Wavelengths[];
  /** Of the model. */
  readonly layers: number;
  /** Of the text. */
  readonly tokens: number;
}) {
  return (
    <div class="wavelengths">
      {sets.map(set => (
        <WavelengthChart theme={theme} set={set} isAll={sets.length === 1 && set.layers === layers} layers={layers} tokens={tokens} />
      ))}
    </div>
  );
}

function WavelengthChart({
  theme,
  set,
  isAll,
  layers,
  tokens,
}: {
  readonly theme: ThemeColors;
  readonly set: Wavelengths;
  readonly isAll: boolean;
  readonly layers: number;
  readonly tokens: number;
}) {
  const [active, setActive] = useState<number | null>(null);
  const count = set.tokens.length;
  const data = useMemo(
    () => ({
      series: [
        { name: 'wavelength', values: Float64Array.from(set.tokens, Math.log10) },
        { name: 'this text', values: new Float64Array(count).fill(Math.log10(tokens)) },
      ],
      ticks: Array.from({ length: count }, (_, pair) => String(pair)),
      format: (power: number) => formatTokensShort(10 ** power),
    }),
    [set, tokens],
  );
  const where = isAll ? '' : ` in ${set.layers} of ${layers} layers`;
  return (
    <div class="wavelength-chart">
      <h3>Wavelengths of the rotation{where}</h3>
      <LineChart
        name={`Tokens of one whole turn of each pair of dimensions${where}, on a scale of powers of ten`}
        data={data}
        count={count}
        theme={theme}
        active={active}
        onActive={setActive}
      />
      <p class="readout" aria-live="polite">
        {active === null ? (
          <span class="dim">Line: tokens of one turn, pair by pair; dashed: this text.</span>
        ) : (
          <>
            pair {active}: one turn in <b class="number">{formatTokens(set.tokens[active]!)}</b> tokens
          </>
        )}
      </p>
      <p class="note">{turnsNote(set.tokens, tokens)}</p>
      <TableTwin>
        {() => (
          <DataTable name={`Wavelengths${where} as a table`} caption="Tokens of one whole turn, read from the model file">
            <thead>
              <tr>
                <th scope="col" class="number">
                  Pair
                </th>
                <th scope="col" class="number">
                  Tokens
                </th>
              </tr>
            </thead>
            <tbody>
              {Array.from(set.tokens, (length, pair) => (
                <tr>
                  <th scope="row" class="number">
                    {pair}
                  </th>
                  <td class="number">{formatTokens(length)}</td>
                </tr>
              ))}
            </tbody>
          </DataTable>
        )}
      </TableTwin>
    </div>
  );
}
