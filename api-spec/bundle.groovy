import groovy.json.JsonOutput
import org.yaml.snakeyaml.DumperOptions
import org.yaml.snakeyaml.Yaml

/*
 * Joins the files of openapi/ into one document: openapi.json and openapi.yaml.
 *
 * A file of a folder that stands for a kind of component becomes that component, under its own name.
 * The files of providers/ become the list `x-notiflows-providers`, and the choice of shapes (`oneOf`)
 * wherever a schema says `x-notiflows-shapes`. So a new provider is one file, and nothing else changes.
 *
 * Bindings: source (the folder openapi/), target (the folder to write to).
 */
class Bundler {
    static final KINDS = [schemas: 'schemas', responses: 'responses', parameters: 'parameters',
                          headers: 'headers', examples: 'examples']

    final File source
    final Map document
    final List providers = []

    Bundler(File source) {
        this.source = source.canonicalFile
        this.document = read(new File(this.source, 'openapi.yaml'))
    }

    Map bundle() {
        def files = new File(source, 'providers').listFiles().findAll { it.name.endsWith('.yaml') }.sort { it.name }
        files.each { providers << provider(it) }
        document.paths = document.paths.collectEntries { path, item ->
            [path, item['$ref'] ? resolve(read(file(source, item['$ref'])), file(source, item['$ref'])) : item]
        }
        document['x-notiflows-providers'] = providers
        document.components = document.components.collectEntries { kind, parts ->
            [kind, parts instanceof Map ? parts.sort() : parts]
        }
        document
    }

    private Map provider(File file) {
        def provider = resolve(read(file), file)
        if (provider.name + '.yaml' != file.name) {
            throw new IllegalArgumentException("${file.name}: name is '${provider.name}', but must be that of the file")
        }
        def unknown = provider.keySet() - ['name', 'channel_type', 'description', 'token_ownership', 'settings', 'subscriptions']
        if (unknown || !provider.channel_type || !provider.description) {
            throw new IllegalArgumentException("${file.name}: needs name, channel_type, description, and may have token_ownership, settings or subscriptions; unknown: ${unknown}")
        }
        if (!(provider.token_ownership in [null, 'exclusive', 'shared'])) {
            throw new IllegalArgumentException("${file.name}: token_ownership is 'exclusive' or 'shared'")
        }
        provider
    }

    /** The same tree, with references to files turned into references to components. */
    private resolve(node, File at) {
        if (node instanceof List) {
            return node.collect { resolve(it, at) }
        }
        if (!(node instanceof Map)) {
            return node
        }
        if (node['$ref'] instanceof String && !node['$ref'].startsWith('#')) {
            return ['$ref': component(file(at.parentFile, node['$ref']))]
        }
        def tree = node.collectEntries { key, value -> [key.toString(), resolve(value, at)] }
        def version = tree.remove('x-notiflows-shapes')
        if (version) {
            tree['x-notiflows-judged-by'] = 'provider'
            def (kind, form) = version.tokenize('.')
            tree.oneOf = providers.findResults { it[kind]?.get(form) }.unique()
        }
        tree
    }

    private String component(File file) {
        def kind = KINDS[source.toPath().relativize(file.toPath()).getName(0).toString()]
        if (!kind) {
            throw new IllegalArgumentException("${file}: only files of ${KINDS.keySet()} can be referred to")
        }
        def name = file.name - '.yaml'
        def parts = document.components.computeIfAbsent(kind) { [:] }
        if (!parts.containsKey(name)) {
            parts[name] = null // taken, so that a schema may refer to itself
            parts[name] = resolve(read(file), file)
        }
        "#/components/${kind}/${name}".toString()
    }

    private static File file(File folder, String ref) {
        new File(folder, ref).canonicalFile
    }

    private static Map read(File file) {
        try {
            return file.withReader('UTF-8') { new Yaml().load(it) } as Map
        } catch (IOException | org.yaml.snakeyaml.error.YAMLException e) {
            throw new IllegalArgumentException("${file}: ${e.message}", e)
        }
    }
}

def bundled = new Bundler(source as File).bundle()
def folder = target as File
folder.mkdirs()
def options = new DumperOptions(defaultFlowStyle: DumperOptions.FlowStyle.BLOCK, width: 100, indicatorIndent: 0)
options.splitLines = false
def representer = new org.yaml.snakeyaml.representer.Representer(options)
// Shared parts are written out each time: many readers of OpenAPI know no YAML anchors.
def copy = new groovy.json.JsonSlurper().parseText(JsonOutput.toJson(bundled))
new File(folder, 'openapi.yaml').setText(new Yaml(representer, options).dump(copy), 'UTF-8')
new File(folder, 'openapi.json').setText(JsonOutput.prettyPrint(JsonOutput.toJson(bundled)), 'UTF-8')
