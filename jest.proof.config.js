const base = require('./jest.config.js');

/** Proofs ask programs nobody here wrote; they take minutes, so they are not part of `npm test`. */
/** @type {import('jest').Config} */
module.exports = { ...base, testMatch: ['**/*.proof.ts'], testTimeout: 1_800_000, maxWorkers: 2, maxConcurrency: 3 };
