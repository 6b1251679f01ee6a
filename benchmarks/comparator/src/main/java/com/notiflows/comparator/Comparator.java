package com.notiflows.comparator;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A server to compare with. It knows no keys, no rules and no owners of device tokens. */
@SpringBootApplication
public class Comparator {

  /** Runs it. */
  public static void main(String[] arguments) {
    SpringApplication.run(Comparator.class, arguments);
  }
}
