package org.andiron.load;

import java.util.List;

/** How the delivery of one Bundle ended. */
sealed interface Outcome {

  /** The server took it; for a batch some entries may have failed. */
  record Delivered(Receipt receipt) implements Outcome {}

  /** The server said no, and nothing of it is stored. */
  record Refused(int status, List<Rejection.Issue> issues) implements Outcome {}

  /** The answer was lost, and whether it is stored could not be found out. */
  record Unknown(String reason) implements Outcome {}

  /** Given up because the operator wants to stop. */
  record Abandoned() implements Outcome {}
}
