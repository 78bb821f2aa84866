package org.andiron.risk.record;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The statements that this thread sends to PostgreSQL, as the driver logs them. */
public final class SqlOfThread extends Handler {

  private static final Logger DRIVER = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");

  private final Thread thread = Thread.currentThread();
  private final List<String> sent = new ArrayList<>();

  private SqlOfThread() {
    setLevel(Level.ALL);
  }

  /** How many statements work runs. */
  public static int count(Runnable work) {
    SqlOfThread statements = new SqlOfThread();
    Level before = DRIVER.getLevel();
    DRIVER.setLevel(Level.FINEST);
    DRIVER.addHandler(statements);
    try {
      work.run();
    } finally {
      DRIVER.removeHandler(statements);
      DRIVER.setLevel(before);
    }
    return statements.sent.size();
  }

  @Override
  public void publish(LogRecord record) {
    // Each statement is bound once, however often it was parsed or its rows are fetched.
    if (Thread.currentThread() == thread && record.getMessage().contains("FE=> Bind(")) {
      sent.add(record.getMessage());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
