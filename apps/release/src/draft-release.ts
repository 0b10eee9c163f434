#!/usr/bin/env node
import process from 'node:process';
import { start } from './start.ts';

process.exitCode = await start(['draft', ...process.argv.slice(2)], process);
