using System.Diagnostics;

using SurveyEngine.Releases;
using SurveyEngine.Waves;

using Surveys.Releases;

namespace Benchmarks.Running;

/// <summary>A release, with the time that its check takes.</summary>
internal sealed class CheckedRelease(Engine engine)
{
    public TimeSpan CheckTime { get; private set; }

    /// <returns>Schools.</returns>
    public async Task<long> RunAsync(Wave wave)
    {
        var release = new ReleaseWave(engine.Tables, engine.Fold, TimeProvider.System, (cube, told, rules) =>
        {
            var start = Stopwatch.GetTimestamp();
            var following = new DisclosureCheck(cube, told, rules).FindFollowing();
            CheckTime += Stopwatch.GetElapsedTime(start);
            return following;
        });
        return await release.RunAsync(wave, CancellationToken.None) is not null
            ? wave.Schools
            : throw new InvalidOperationException("Another release was published first.");
    }
}
