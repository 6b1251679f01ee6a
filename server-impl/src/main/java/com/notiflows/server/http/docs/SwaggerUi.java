package com.notiflows.server.http.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Finds the files of Swagger UI on the class path. Their folder contains a version. */
final class SwaggerUi {

  private static final String POM = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

  private SwaggerUi() {}

  static String folder() {
    Properties properties = new Properties();
    try (InputStream in = SwaggerUi.class.getResourceAsStream(POM)) {
      if (in == null) {
        throw new IllegalStateException("swagger-ui is not on the class path");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("The version of swagger-ui can't be read", e);
    }
    return "/META-INF/resources/webjars/swagger-ui/" + properties.getProperty("version") + "/";
  }
}
