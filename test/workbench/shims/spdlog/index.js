'use strict';
// The part of @vscode/spdlog that VS Code calls, without a native module. Without it, output channels stay empty.
const fs = require('node:fs');
const path = require('node:path');

const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
let defaultLevel = LEVELS.indexOf('info');

class Logger {
  constructor(_type, _name, file) {
    this.level = defaultLevel;
    this.raw = false;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    this.descriptor = fs.openSync(file, 'a');
  }

  write(level, message) {
    if (level < this.level || this.descriptor === undefined) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    try {
      fs.writeSync(this.descriptor, this.raw ? message : `${time} [${LEVELS[level]}] ${message}\n`);
    } catch {
      // a full disk must not end the server
    }
  }

  trace(message) {
    this.write(0, message);
  }
  debug(message) {
    this.write(1, message);
  }
  info(message) {
    this.write(2, message);
  }
  warn(message) {
    this.write(3, message);
  }
  error(message) {
    this.write(4, message);
  }
  critical(message) {
    this.write(5, message);
  }

  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern() {}
  clearFormatters() {
    this.raw = true;
  }
  flush() {}
  drop() {
    if (this.descriptor === undefined) return;
    try {
      fs.closeSync(this.descriptor);
    } catch {
      // closed already
    }
    this.descriptor = undefined;
  }
}

const createLogger = async (name, file) => new Logger('rotating', name, file);

// One by one: VS Code uses import(), so Node's lexer must see the named exports.
exports.version = 11000;
exports.setLevel = level => {
  defaultLevel = level;
};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
