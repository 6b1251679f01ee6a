package com.notiflows.server.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.server.http.EntityTags;
import com.notiflows.server.http.body.CheckedBodyReader;
import com.notiflows.server.http.error.EnvelopeFilter;
import com.notiflows.server.http.error.FailureMapper;
import com.notiflows.server.http.error.Failures;
import com.notiflows.server.http.filter.AcceptFilter;
import com.notiflows.server.http.filter.AuthenticationFilter;
import com.notiflows.server.http.filter.ClientAddresses;
import com.notiflows.server.http.filter.CorsFilter;
import com.notiflows.server.http.filter.EntityTagFilter;
import com.notiflows.server.http.filter.MediaTypeFilter;
import com.notiflows.server.http.filter.RateLimitFilter;
import com.notiflows.server.http.filter.RouteFilter;
import com.notiflows.server.http.filter.SyntaxFilter;
import com.notiflows.server.projects.AccessService;
import com.notiflows.server.projects.OriginService;
import com.notiflows.server.rates.RateLimits;
import com.notiflows.server.spec.BundledSpec;
import jakarta.ws.rs.ext.ContextResolver;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.jackson.JacksonFeature;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/** What Jersey runs: the filters in their order, the delegates, and nothing that was only found. */
public final class NotiflowsApplication extends ResourceConfig {

  /** Registers everything; the mapper reads bodies and writes answers. */
  public NotiflowsApplication(
      BundledSpec spec,
      AccessService accesses,
      RateLimits rates,
      ClientAddresses clients,
      OriginService origins,
      Failures failures,
      ObjectMapper json,
      Object... delegates) {
    property(CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true);
    property(CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE, true);
    property(ServerProperties.WADL_FEATURE_DISABLE, true);
    property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true);
    register(JacksonFeature.withoutExceptionMappers());
    register((ContextResolver<ObjectMapper>) type -> json, ContextResolver.class);
    register(new RouteFilter(spec));
    register(new AuthenticationFilter(accesses, rates, clients));
    register(new RateLimitFilter(rates));
    register(new SyntaxFilter());
    register(new AcceptFilter());
    register(new MediaTypeFilter());
    register(new CheckedBodyReader(spec.limits(), json));
    register(new CorsFilter(origins, spec.limits()));
    register(new EntityTagFilter(new EntityTags(json)));
    register(new EnvelopeFilter(failures));
    register(new FailureMapper());
    for (Object delegate : delegates) {
      register(delegate);
    }
  }
}
