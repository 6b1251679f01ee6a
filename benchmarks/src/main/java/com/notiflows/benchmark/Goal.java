package com.notiflows.benchmark;

/**
 * A bound for a figure, or for the ratio of two.
 *
 * @param figure the name of a figure, see {@link Figures}
 * @param base the name of the figure to divide by; empty for none
 * @param atLeast whether the bound is a minimum, otherwise a maximum
 */
record Goal(String title, String figure, String base, boolean atLeast, double bound) {

  static Goal atLeast(double bound, String title, String figure, String base) {
    return new Goal(title, figure, base, true, bound);
  }

  static Goal atMost(double bound, String title, String figure, String base) {
    return new Goal(title, figure, base, false, bound);
  }

  double value(Figures figures) {
    double value = figures.get(figure);
    return base.isEmpty() ? value : value / figures.get(base);
  }

  /** Whether the goal has a value: both figures were measured and the base is not zero. */
  boolean isComputed(Figures figures) {
    return Double.isFinite(value(figures));
  }

  boolean isReached(Figures figures) {
    double value = value(figures);
    return atLeast ? value >= bound : value <= bound;
  }
}
