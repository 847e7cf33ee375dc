using SurveyEngine.Intake;

namespace SurveyEngine.Tests.Intake;

public sealed class AllowanceTests
{
    [Fact]
    public void Entries_or_bytes_fill_it_whichever_comes_first()
    {
        var allowance = new Allowance(mostEntries: 3, mostBytes: 100);

        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => allowance.TryEnter(10)));
        allowance.Leave(10);
        Assert.False(allowance.TryEnter(81));
        Assert.True(allowance.TryEnter(80));
    }

    [Fact]
    public void What_is_larger_than_all_of_it_enters_alone()
    {
        var allowance = new Allowance(mostEntries: 3, mostBytes: 100);

        Assert.True(allowance.TryEnter(200));
        Assert.False(allowance.TryEnter(1));
        allowance.Leave(200);
        Assert.True(allowance.TryEnter(1));
        Assert.False(allowance.TryEnter(200));
    }

    [Fact]
    public void Nothing_is_lost_of_it_by_those_who_come_and_go_at_once()
    {
        var allowance = new Allowance(mostEntries: 5, mostBytes: 50);

        Parallel.For(0, 20_000, _ =>
        {
            if (allowance.TryEnter(10))
                allowance.Leave(10);
        });

        Assert.Equal(0, allowance.Entries);
        Assert.Equal([true, true, true, true, true, false], Enumerable.Range(0, 6).Select(_ => allowance.TryEnter(10)));
    }
}
