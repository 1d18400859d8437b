package io.langsong.agent;

import io.langsong.database.ActiveTimer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What only the active server does about agents. */
@Configuration(proxyBeanMethods = false)
class AgentConfiguration {
    /** A report comes again for as long as its box holds it, which is at most until it starts anew. */
    private static final Duration STAMPS_KEPT = Duration.ofDays(40);

    @Bean
    ActiveTimer agentTimer(DailyClients clients, Memories memories, Clock clock) {
        return new ActiveTimer(
                "agent-timer",
                List.of(
                        clients::endDays,
                        memories::writeAll,
                        () -> memories.table().forgetStamps(clock.instant().minus(STAMPS_KEPT))));
    }

    @Bean
    MeterBinder agentMeters(AgentReports reports) {
        return registry -> {
            ToDoubleFunction<AgentReports> kept = one -> one.counts().kept();
            ToDoubleFunction<AgentReports> thrownAway = one -> one.counts().thrownAway();
            ToDoubleFunction<AgentReports> sentAgain = one -> one.counts().sentAgain();
            FunctionCounter.builder("langsong.agent.reports", reports, kept)
                    .tag("outcome", "kept")
                    .register(registry);
            FunctionCounter.builder("langsong.agent.reports", reports, thrownAway)
                    .tag("outcome", "thrown_away")
                    .register(registry);
            FunctionCounter.builder("langsong.agent.reports", reports, sentAgain)
                    .tag("outcome", "sent_again")
                    .register(registry);
            FunctionCounter.builder(
                            "langsong.agent.fields.left.out",
                            reports,
                            one -> one.counts().leftOut())
                    .register(registry);
        };
    }
}
