package dev.sluice.camel;

import dev.sluice.job.Result;
import dev.sluice.prompt.InputLine;
import dev.sluice.prompt.Unsendable;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Makes a failed result of a line that can't be sent. Thread-safe. */
final class FailLine implements Processor {
    @Override
    public void process(Exchange exchange) {
        InputLine line = exchange.getIn().getBody(InputLine.class);
        long job = exchange.getProperty(InspectFile.JOB, Long.class);
        Unsendable problem = exchange.getProperty(NameLane.PROBLEM, Unsendable.class);
        String message = InspectFile.name(exchange) + ":" + line.lineNumber() + ": " + problem.reason();
        exchange.getIn().setBody(List.of(new Result.Failed(job, line.index(), 0, 0, problem.code(), message)));
    }
}
