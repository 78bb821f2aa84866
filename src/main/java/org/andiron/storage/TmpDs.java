package org.andiron.storage;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.context.annotation.*;
import org.springframework.core.env.Environment;

// Stands in for org.andiron.storage.postgres until that branch is merged.
@Configuration
class TmpDs {
  @Bean
  DataSource dataSource(Environment e) {
    var d = new HikariDataSource();
    d.setJdbcUrl(
        e.getProperty(
            "andiron.db.url",
            "jdbc:postgresql://127.0.0.1:25432/andiron?reWriteBatchedInserts=true"));
    d.setUsername("andiron");
    d.setPassword("pw");
    d.setMaximumPoolSize(20);
    return d;
  }
}
