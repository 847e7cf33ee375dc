using SurveyEngine.Intake;

namespace SurveyEngine.Tests.Intake;

public sealed class AdmissionLimitTests
{
    [Fact]
    public void Entries_or_bytes_fill_it_whichever_comes_first()
    {
        var limit = new AdmissionLimit(mostEntries: 3, mostBytes: 100);

        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => limit.TryEnter(10)));
        limit.Leave(10);
        Assert.False(limit.TryEnter(81));
        Assert.True(limit.TryEnter(80));
    }

    [Fact]
    public void What_is_larger_than_all_of_it_enters_alone()
    {
        var limit = new AdmissionLimit(mostEntries: 3, mostBytes: 100);

        Assert.True(limit.TryEnter(200));
        Assert.False(limit.TryEnter(1));
        limit.Leave(200);
        Assert.True(limit.TryEnter(1));
        Assert.False(limit.TryEnter(200));
    }

    [Fact]
    public void Nothing_is_lost_of_it_by_those_who_come_and_go_at_once()
    {
        var limit = new AdmissionLimit(mostEntries: 5, mostBytes: 50);

        Parallel.For(0, 20_000, _ =>
        {
            if (limit.TryEnter(10))
                limit.Leave(10);
        });

        Assert.Equal(0, limit.Entries);
        Assert.Equal([true, true, true, true, true, false], Enumerable.Range(0, 6).Select(_ => limit.TryEnter(10)));
    }
}
