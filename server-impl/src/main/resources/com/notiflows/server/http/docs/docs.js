"use strict";

// Requests that are tried out go to the server that this page came from, wherever it is mounted.
function here() {
  return new URL("..", window.location.href).href.replace(/\/$/, "");
}

function limits(spec) {
  const rows = Object.entries(spec["x-notiflows-limits"]).map(
    ([name, value]) => `| ${name.replaceAll("_", " ")} | ${value.toLocaleString("en")} |`
  );
  return `\n\n## Limits\n\n| | |\n|---|---:|\n${rows.join("\n")}\n`;
}

async function show() {
  const answer = await fetch("../openapi.json");
  if (!answer.ok) {
    throw new Error(`The spec can't be read: HTTP status ${answer.status}`);
  }
  const spec = await answer.json();
  spec.servers = [{ url: here(), description: "This server" }];
  spec.info.description += limits(spec);
  SwaggerUIBundle({
    dom_id: "#api",
    spec,
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    docExpansion: "list",
    tryItOutEnabled: true,
    validatorUrl: null,
  });
}

show().catch((error) => {
  document.getElementById("api").textContent = error.message;
});
