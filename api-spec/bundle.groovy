import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import org.yaml.snakeyaml.DumperOptions
import org.yaml.snakeyaml.DumperOptions.ScalarStyle
import org.yaml.snakeyaml.Yaml
import org.yaml.snakeyaml.nodes.Node
import org.yaml.snakeyaml.nodes.Tag
import org.yaml.snakeyaml.representer.Representer

/*
 * Merges the files of openapi/ into one document and writes two variants: the complete document for the
 * server (openapi-server.json), and one for callers without parts that only the server needs (openapi.json,
 * openapi.yaml).
 *
 * Files in the folders of components become components with the name of the file. The files of providers/
 * become the list `x-notiflows-providers`. A schema with `x-notiflows-shapes` gets the properties of all
 * providers, so adding a provider requires only one new file.
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
            throw new IllegalArgumentException("${file.name}: name is '${provider.name}', but must equal the file name")
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

    /** Replaces references to files with references to components. */
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
        if (tree['x-notiflows-at-least-one']) {
            tree.minProperties = (tree.required ?: []).size() + 1
        }
        def shapes = tree.remove('x-notiflows-shapes')
        shapes ? flatten(tree, *shapes.tokenize('.')) : tree
    }

    /** Creates one schema for the settings of all providers: all their properties, as optional ones. */
    private Map flatten(Map tree, String kind, String form) {
        def properties = [:]
        def origins = [:]
        def providersNeed = []
        providers.findAll { it[kind] }.each { provider ->
            def shape = lookUp(provider[kind][form])
            shape.get('properties').each { name, schema ->
                if (properties.containsKey(name) && inline(properties[name]) != inline(schema)) {
                    throw new IllegalArgumentException("The providers ${origins[name]} and ${provider.name} define '${name}' " +
                            "in ${kind}.${form} differently. Use the same schema in both, or another name.")
                }
                properties.putIfAbsent(name, schema)
                origins.putIfAbsent(name, provider.name)
            }
            providersNeed << "* `${provider.name}`: ${needs(shape)}".toString()
        }
        tree['x-notiflows-validated-by'] = 'provider'
        tree.description = tree.description.trim() + '\n\n' + providersNeed.join('\n') + '\n'
        tree.put('properties', properties.sort())
        if (form == 'written') {
            tree.put('properties', properties.sort().collectEntries { name, schema -> [name, optional(schema)] })
            tree.minProperties = 1
            tree.additionalProperties = false
        }
        tree
    }

    /** Marks a list as x-nullable. Otherwise generated Java code initializes it as empty and sends it. */
    private Map optional(Map schema) {
        schema.type == 'array' ? schema + ['x-nullable': true] : schema
    }

    /** Describes the required and optional properties of a shape. */
    private static String needs(Map shape) {
        def quoted = { names -> names.collect { "`${it}`" } }
        def choice = shape['x-notiflows-at-least-one'] ?: []
        def optional = shape.get('properties').keySet() - (shape.required ?: []) - choice
        def parts = quoted(shape.required ?: [])
        if (choice) {
            parts << 'at least one of ' + quoted(choice).join(', ')
        }
        if (optional) {
            parts << 'optionally ' + quoted(optional).join(', ')
        }
        parts.join('; ')
    }

    /** Resolves a reference to a component. */
    private lookUp(node) {
        def found = node
        while (found instanceof Map && found['$ref']) {
            found = found['$ref'].substring(2).tokenize('/').inject(document) { part, name -> part[name] }
        }
        found
    }

    /** Resolves all references in a schema. */
    private inline(node) {
        def found = lookUp(node)
        found instanceof Map ? found.collectEntries { key, value -> [key, inline(value)] }
                : found instanceof List ? found.collect { inline(it) } : found
    }

    private String component(File file) {
        def kind = KINDS[source.toPath().relativize(file.toPath()).getName(0).toString()]
        if (!kind) {
            throw new IllegalArgumentException("${file}: only files in ${KINDS.keySet()} can be referenced")
        }
        def name = file.name - '.yaml'
        def parts = document.components.computeIfAbsent(kind) { [:] }
        if (!parts.containsKey(name)) {
            parts[name] = null // reserves the name, so that a schema may refer to itself
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

/**
 * The published part of a document: everything that paths refer to. Schemas of responses get `additionalProperties:
 * true`, because responses may get new fields and some generators reject unknown ones by default. Nothing else differs
 * from the complete document.
 */
class Publication {
    final Map document
    private final Set used = []

    Publication(Map whole) {
        document = new JsonSlurper().parseText(JsonOutput.toJson(whole)) as Map
        document['x-notiflows-providers'].each { it.keySet().removeAll(['settings', 'subscriptions']) }
        def operations = document.paths.values()*.values().flatten()
        operations.each { reach(it.responses) { open(it) } }
        used.clear()
        operations.each { reach(it) {} }
        document.components.each { kind, parts ->
            if (kind != 'securitySchemes') {
                parts.keySet().retainAll { "#/components/${kind}/${it}".toString() in used }
            }
        }
    }

    private static void open(Map node) {
        if (node.type == 'object' && node.get('properties') && !node.containsKey('additionalProperties')) {
            node.additionalProperties = true
        }
    }

    private void reach(node, Closure visit) {
        if (node instanceof Map) {
            visit(node)
            def name = node['$ref']
            if (name instanceof String && used.add(name)) {
                reach(name.substring(2).tokenize('/').inject(document) { part, key -> part[key] }, visit)
            }
        }
        (node instanceof Map ? node.values() : node instanceof List ? node : []).each { reach(it, visit) }
    }
}

/** Quotes text with U+2028 or U+2029, which only some YAML parsers treat as line breaks. */
class SafeQuotes extends Representer {
    SafeQuotes(DumperOptions options) {
        super(options)
    }

    @Override
    protected Node representScalar(Tag tag, String value, ScalarStyle style) {
        super.representScalar(tag, value, value =~ /[\u2028\u2029]/ ? ScalarStyle.DOUBLE_QUOTED : style)
    }
}

def whole = new Bundler(source as File).bundle()
def published = new Publication(whole).document
def folder = target as File
folder.mkdirs()
def options = new DumperOptions(defaultFlowStyle: DumperOptions.FlowStyle.BLOCK, width: 100, indicatorIndent: 0)
options.splitLines = false
new File(folder, 'openapi-server.json').setText(JsonOutput.prettyPrint(JsonOutput.toJson(whole)), 'UTF-8')
new File(folder, 'openapi.json').setText(JsonOutput.prettyPrint(JsonOutput.toJson(published)), 'UTF-8')
new File(folder, 'openapi.yaml').setText(new Yaml(new SafeQuotes(options), options).dump(published), 'UTF-8')
