namespace Surveyctl.Tests.Commands;

public sealed class NumberOptionTests
{
    [Theory]
    [InlineData("up", "--port", "abc")]
    [InlineData("answer", "wave", "--count", "1x")]
    [InlineData("queue", "replay", "--most", "x")]
    [InlineData("table", "show", "Waves", "--rows", "9999999999999")]
    public async Task What_is_no_number_is_a_mistake_like_any_other(params string[] arguments)
    {
        var run = await CommandRun.OfAsync(arguments);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(arguments[^1], run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }
}
