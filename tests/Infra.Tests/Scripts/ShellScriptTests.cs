using TestSupport;

namespace Infra.Tests.Scripts;

/// <summary>Every shell script of the repository, checked by ShellCheck with all of its checks.</summary>
public sealed class ShellScriptTests
{
    private static readonly string[] NotOurs = [".git", ".data", "bin", "obj", "artifacts", "node_modules"];

    [Fact]
    public async Task ShellCheck_finds_nothing_in_any_script()
    {
        var scripts = Scripts().ToList();
        Assert.Contains(Repository.Path("infra", "deploy.sh"), scripts);
        Assert.Contains(Repository.Path(".ci", "run"), scripts);

        Assert.Empty(await CheckAsync([.. scripts]));
    }

    [Theory]
    [InlineData("#!/bin/sh\nfolder=$1\nls $folder\n", 2086)]
    [InlineData("#!/bin/sh\ncd \"$1\"\nls\n", 2164)]
    [InlineData("#!/bin/sh\nif [[ $1 == a ]]; then echo a; fi\n", 3010)]
    [InlineData("#!/usr/bin/env bash\nfor i in 1 2; do echo \"$i\"\n", 1073)]
    public async Task What_is_wrong_in_a_script_is_found(string script, int code)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("wrong.sh"), script, TestContext.Current.CancellationToken);

        Assert.Contains(await CheckAsync(folder.File("wrong.sh")), finding => finding.Contains($" SC{code}:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_script_without_faults_has_no_findings()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder.File("right.sh"), "#!/bin/sh\nset -eu\nfolder=$1\nls \"$folder\"\n", TestContext.Current.CancellationToken);

        Assert.Empty(await CheckAsync(folder.File("right.sh")));
    }

    private static async Task<IReadOnlyList<string>> CheckAsync(params IEnumerable<string> scripts)
    {
        var findings = new List<string>();
        foreach (var script in scripts)
        {
            findings.AddRange((await NodeScript.RunAsync("shellcheck.mjs", [script])).Select(finding =>
                $"{finding["file"]}:{finding["line"]} SC{finding["code"]}: {finding["message"]}"));
        }
        return findings;
    }

    private static IEnumerable<string> Scripts() => [.. ShellFiles(new DirectoryInfo(Repository.Root)), Repository.Path(".ci", "run")];

    private static IEnumerable<string> ShellFiles(DirectoryInfo folder) =>
    [
        .. folder.EnumerateFiles("*.sh").Select(file => file.FullName),
        .. folder.EnumerateDirectories()
            .Where(inner => inner.LinkTarget is null && !NotOurs.Contains(inner.Name, StringComparer.Ordinal))
            .SelectMany(ShellFiles),
    ];
}
