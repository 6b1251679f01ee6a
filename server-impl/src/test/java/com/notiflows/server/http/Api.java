package com.notiflows.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.server.app.NotiflowsApplication;
import com.notiflows.server.config.RateConfig;
import com.notiflows.server.http.error.Envelope;
import com.notiflows.server.http.error.Failures;
import com.notiflows.server.http.filter.ClientAddresses;
import com.notiflows.server.rates.RateLimits;
import com.notiflows.server.services.Services;
import com.notiflows.server.testing.World;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.glassfish.jersey.client.ClientProperties;
import org.glassfish.jersey.test.DeploymentContext;
import org.glassfish.jersey.test.inmemory.InMemoryTestContainerFactory;
import org.glassfish.jersey.test.spi.TestContainer;

/** The application in memory: real filters, delegates and services, with in-memory tables. */
final class Api implements AutoCloseable {

  private static final URI BASE = URI.create("http://localhost/");

  private static final EntityTags TAGS = new EntityTags(AnswerJson.mapper());

  private static final Envelope ENVELOPE = new Envelope("https://docs.notiflows.com/errors/");

  private final TestContainer container;
  private final Client client;

  Api(World world, Object... moreDelegates) {
    Services services = world.services();
    Writes writes = new Writes(services.queue(), TAGS, AnswerJson.mapper());
    List<Object> delegates = new ArrayList<>(List.of(moreDelegates));
    delegates.add(
        new ChannelSettingsDelegate(
            services.settings(), new BulkWriter(services.bulk(), ENVELOPE::model), TAGS, writes));
    delegates.add(
        new SignedInUserDelegate(services.settings(), services.subscriptions(), TAGS, writes));
    delegates.add(new WireStandIn());
    NotiflowsApplication application =
        new NotiflowsApplication(
            World.SPEC,
            services.accesses(),
            RateLimits.of(World.SPEC.limits(), RateConfig.PRESET),
            new ClientAddresses(List.of()),
            services.origins(),
            new Failures(ENVELOPE, World.SPEC.limits(), reason -> {}),
            new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL),
            delegates.toArray());
    this.container =
        new InMemoryTestContainerFactory().create(BASE, DeploymentContext.newInstance(application));
    container.start();
    this.client =
        ClientBuilder.newClient(container.getClientConfig())
            .property(ClientProperties.SUPPRESS_HTTP_COMPLIANCE_VALIDATION, true);
  }

  Reply send(Call call) {
    Invocation.Builder request =
        client.target(URI.create("http://localhost" + call.target())).request();
    call.headers().forEach(header -> request.header(header.name(), header.value()));
    try (Response response = answer(request, call)) {
      TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      response
          .getStringHeaders()
          .forEach((name, values) -> headers.put(name, String.join(", ", values)));
      String body = response.hasEntity() ? response.readEntity(String.class) : "";
      return new Reply(response.getStatus(), headers, body);
    }
  }

  private static Response answer(Invocation.Builder request, Call call) {
    if (call.body().isEmpty()) {
      return request.method(call.method());
    }
    Optional<String> encoding = call.header("Content-Encoding");
    MediaType type = MediaType.valueOf(call.mediaType());
    Variant variant = new Variant(type, (String) null, encoding.orElse(null));
    return request.method(call.method(), Entity.entity(call.body().get(), variant));
  }

  @Override
  public void close() {
    client.close();
    container.stop();
  }
}
