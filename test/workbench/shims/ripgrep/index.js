export const rgPath = 'rg';
export const binPathFor = () => rgPath;
