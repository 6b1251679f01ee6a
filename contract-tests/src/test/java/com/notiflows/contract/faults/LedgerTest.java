package com.notiflows.contract.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.contract.faults.Ledger.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The ledger notices lost, partial and unknown states, and accepts all others. */
class LedgerTest {

  private final Ledger ledger = new Ledger();

  private void write(String state, Outcome outcome) {
    ledger.sent("u", state);
    ledger.ended("u", outcome);
  }

  private boolean accepts(String stored) {
    return ledger.finding("u", Optional.of(stored)).isEmpty();
  }

  private Optional<Boolean> isPartial(String stored) {
    return ledger.finding("u", Optional.of(stored)).map(Ledger.Finding::isPartial);
  }

  private boolean acceptsNothing() {
    return ledger.finding("u", Optional.empty()).isEmpty();
  }

  @Test
  void anAcknowledgedWriteMustBePresent() {
    write("[a]", Outcome.ACKNOWLEDGED);
    write("[b, c]", Outcome.ACKNOWLEDGED);

    assertTrue(accepts("[b, c]"));
    assertFalse(accepts("[a]"), "an older state");
    assertFalse(accepts("[b]"), "a part");
    assertEquals(Optional.of(true), isPartial("[b]"));
    assertEquals(Optional.of(false), isPartial("[a]"));
    assertFalse(acceptsNothing(), "lost");
  }

  @Test
  void aWriteWithoutSuccessIsPresentOrAbsent() {
    write("[a]", Outcome.REFUSED);
    assertTrue(acceptsNothing());
    write("[b]", Outcome.ACKNOWLEDGED);
    write("[c, d]", Outcome.REFUSED);
    write("[e, f]", Outcome.UNANSWERED);

    for (String state : List.of("[b]", "[c, d]", "[e, f]")) {
      assertTrue(accepts(state), state);
    }
    assertFalse(accepts("[a]"));
    assertFalse(accepts("[c]"));
    assertFalse(acceptsNothing());
    assertEquals(new Ledger.Totals(1, 2, 1), ledger.totals());
  }
}
