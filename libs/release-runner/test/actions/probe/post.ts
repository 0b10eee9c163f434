console.log(`held ${process.env['STATE_held'] ?? 'nothing'}`);
