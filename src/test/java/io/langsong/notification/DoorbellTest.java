package io.langsong.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.testkit.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class DoorbellTest {
    private final Doorbell doorbell = new Doorbell();
    private final TransactionTemplate transactions =
            new TransactionTemplate(new JdbcTransactionManager(TestDatabase.fresh()));

    @Test
    void ringsOnceOthersCanSeeWhatWasWritten() {
        transactions.executeWithoutResult(status -> {
            doorbell.ringAfterCommit();
            assertThat(doorbell.rings())
                    .as("whoever looks now sees nothing yet")
                    .isZero();
        });
        assertThat(doorbell.rings()).isEqualTo(1);

        doorbell.ringAfterCommit();
        assertThat(doorbell.rings()).as("without a transaction").isEqualTo(2);
    }

    @Test
    void whatWasNeverWrittenRingsNobody() {
        assertThatThrownBy(() -> transactions.executeWithoutResult(status -> {
                    doorbell.ringAfterCommit();
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");

        assertThat(doorbell.rings()).isZero();
    }
}
