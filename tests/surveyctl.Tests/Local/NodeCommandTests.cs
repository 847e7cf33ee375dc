using Surveyctl.Local;

using TestSupport;

namespace Surveyctl.Tests.Local;

public sealed class NodeCommandTests
{
    [Fact]
    public void A_missing_program_says_what_to_install()
    {
        var exception = Assert.Throws<NodeException>(() => NodeCommand.Start("no-such-node", Repository.Root, "--version"));
        Assert.Contains("Install Node.js", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_program_says_why()
    {
        var exception = await Assert.ThrowsAsync<NodeException>(
            () => NodeCommand.RunAsync("node", Repository.Root, ["-e", "console.error('the reason'); process.exit(3)"], default));
        Assert.Contains("the reason", exception.Message, StringComparison.Ordinal);
    }
}
