package com.notiflows.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.api.model.Page;
import com.notiflows.api.model.User;
import java.util.List;

/** JSON of responses: fields that do not apply are omitted, unknown fields of a user are null. */
public final class AnswerJson {

  private static final List<Class<?>> TOLD_IN_FULL = List.of(User.class, Page.class);

  private AnswerJson() {}

  /** A mapper that writes responses and binds validated bodies. */
  public static ObjectMapper mapper() {
    ObjectMapper mapper =
        new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
    JsonInclude.Value always =
        JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS);
    TOLD_IN_FULL.forEach(type -> mapper.configOverride(type).setInclude(always));
    return mapper;
  }
}
