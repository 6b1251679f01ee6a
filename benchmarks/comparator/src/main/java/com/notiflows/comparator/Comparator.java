package com.notiflows.comparator;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A server to compare with. It has no keys, no validation and no owners of device tokens. */
@SpringBootApplication
public class Comparator {

  /** Runs the server. */
  public static void main(String[] arguments) {
    SpringApplication.run(Comparator.class, arguments);
  }
}
