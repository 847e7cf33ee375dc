using Surveys.Answers;
using Surveys.Ids;

using TestSupport.Waves;

namespace SurveyFunctions.Tests.Intake;

/// <summary>Bodies and addresses of withdrawals.</summary>
internal static class WithdrawalJson
{
    public const string FormType = "application/x-www-form-urlencoded";

    public static string Address(TestWave wave) => $"/api/waves/{wave.Id}/withdrawals";

    public static string PageAddress(TestWave wave) => $"/withdraw/{wave.Id}";

    public static string Of(string receipt) => $$"""{"receipt":"{{receipt}}"}""";

    public static string ReceiptOf(TestWave wave, Guid id, int school = 0) => Receipt.Format(wave.Id, wave.Schools[school].Bucket, new ResponseId(id));

    public static Task<Answered> PostAsync(HttpClient client, TestWave wave, string receipt) =>
        Answered.ToPostAsync(client, Address(wave), Of(receipt));

    /// <summary>As a browser sends the page.</summary>
    public static Task<Answered> PostPageAsync(HttpClient client, TestWave wave, string receipt, string language = "en") =>
        Answered.ToPostAsync(client, PageAddress(wave), SubmissionJson.Form(("language", language), ("receipt", receipt)), FormType);
}
