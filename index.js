const { n8n } = require('./package.json');

for (const file of [...n8n.nodes, ...n8n.credentials]) {
	Object.assign(exports, require(`./${file}`));
}
