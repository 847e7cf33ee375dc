using TestSupport;

namespace Benchmarks.Load;

/// <summary>Responses put in through the product's own intake, without HTTP.</summary>
internal static class Backlog
{
    private const int Sheets = 500;

    /// <summary>As many clients as an app has that is busy; responses go around the schools, so batches are as small as they are then.</summary>
    public static Task WriteAsync(Engine engine, FamilyWave wave, int count, int clients = 64) =>
        WriteAsync(engine, wave, count, clients, (answers, index) => answers.SchoolAt(index));

    /// <summary>So many for every school, partition after partition: in large batches, and therefore fast.</summary>
    public static Task WriteForEverySchoolAsync(Engine engine, FamilyWave wave, int each) =>
        WriteAsync(engine, wave, wave.Schools.Count * each, clients: 1000, (_, index) => index / each);

    private static async Task WriteAsync(Engine engine, FamilyWave wave, int count, int clients, Func<FullAnswers, int, int> school)
    {
        var answers = new FullAnswers(wave, seed: 1);
        var sheets = Enumerable.Range(0, Sheets).Select(_ => answers.NextSheet()).ToList();
        await ClosedLoad.RunAsync(
            clients, count, (_, index) => engine.Accept.AcceptAsync(answers.Submission(school(answers, index), sheets[index % Sheets])));
        await engine.Accept.DrainAsync();
    }
}
