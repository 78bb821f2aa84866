package org.andiron.consentoracle;

import java.util.stream.Stream;

/** Both who are to decide as the tables say. */
enum Deciders implements Decider {
  ORACLE {
    private final Decider decider = new ConsentOracle();

    @Override
    public boolean permits(Question question) {
      return decider.permits(question);
    }
  },
  SERVER {
    private final Decider decider = new Server();

    @Override
    public boolean permits(Question question) {
      return decider.permits(question);
    }
  };

  static Stream<Deciders> all() {
    return Stream.of(values());
  }
}
